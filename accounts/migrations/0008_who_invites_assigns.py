from django.db import migrations


def let_inviters_assign(apps, schema_editor):
    """No organisation of an agent is to be without somebody who assigns."""
    memberships = apps.get_model("accounts", "Membership").objects
    memberships.filter(role="agent_officer", may_invite=True).update(may_assign=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_assignment_and_absences")]

    operations = [migrations.RunPython(let_inviters_assign, migrations.RunPython.noop)]
