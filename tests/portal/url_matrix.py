"""Who comes through which door of the portal, written by hand from the business's rules.

Nothing here is derived from the code. A door is a method, the name of an address (its
route where it has no name) and the thing it is opened on; ``GUARDED`` says for every
visitor what comes:

    ok  200: the page                      in  302: to the sign-in page
    go  a redirect anywhere else           no  403: not this person's to do
    nf  404: nothing there for this person me  405: not by this method
    ba  422: asked without what is needed      un  401: told a script to sign in, no redirect

An address that stands in none of the tables fails a test: nobody forgets a new one.
"""

VISITORS = {
    "an": "nobody signed in",
    "nw": "signed in, no membership yet; the invited guest",
    "xa": "was an applicant of the owner's organisation: the membership has ended",
    "xg": "was an officer of the agent: the membership has ended",
    "ex": "applicant of the organisation that owns the cases; may invite",
    "e2": "applicant elsewhere; may invite",
    "ln": "lender's officer",
    "ag": "agent's officer who reviews the cases and may assign them",
    "mi": "ministry officer",
    "pr": "programme administrator who drafted the revisions",
    "p2": "another programme administrator",
    "mf": "reporter of the microfinance organisation that owns the registers",
    "m2": "reporter of another microfinance organisation",
    "bk": "reporter of the bank that owns the figures",
    "b2": "reporter of another bank",
    "su": "supervisor",
    "sy": "system administrator, without a membership",
}

GUARDED = """
                                              an nw xa xg ex e2 ln ag mi pr p2 mf m2 bk b2 su sy
# The front door and the account
GET  portal:home                              ok go go go go go go go go go go go go go go go go
GET  account_login                            ok go go go go go go go go go go go go go go go go
GET  account_signup                           ok go go go go go go go go go go go go go go go go
GET  account_logout                           go ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST account_logout                           go go go go go go go go go go go go go go go go go
GET  account_change_password                  in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  account_set_password                     in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  accounts:act_as                          in me me me me me me me me me me me me me me me me
POST accounts:act_as           owner          in no no no go no no no no no no no no no no no no
# The person's own account
GET  accounts:account                         in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  accounts:person                          in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  accounts:sessions                        in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  accounts:end_session session             in me me me me me me me me me me me me me me me me
POST accounts:end_session session             in nf nf nf go nf nf nf nf nf nf nf nf nf nf nf nf
GET  accounts:end_other_sessions              in me me me me me me me me me me me me me me me me
POST accounts:end_other_sessions              in go go go go go go go go go go go go go go go go
GET  accounts:consent                         in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST accounts:consent agreeing                in go go go go go go go go go go go go go go go go
GET  accounts:withdraw_consent                in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST accounts:withdraw_consent                in go go go go go go go go go go go go go go go go
GET  accounts:second_step                     in ok ok go ok ok ok go go go go ok ok ok ok go go
GET  mfa_index                                in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  mfa_activate_totp                        in go go go go go go go go go go go go go go go go
GET  mfa_deactivate_totp                      in nf nf go nf nf nf go go go go nf nf nf nf go go
GET  mfa_add_webauthn                         in go go go go go go go go go go go go go go go go
GET  mfa_remove_webauthn passkey              in go go go go go go go go go go go go go go go go
GET  mfa_edit_webauthn passkey                in go go go go go go go go go go go go go go go go
GET  mfa_view_recovery_codes                  in nf nf nf nf nf nf nf nf nf nf nf nf nf nf nf nf
GET  mfa_generate_recovery_codes              in go go go go go go go go go go go go go go go go
GET  account_reauthenticate                   in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  mfa_reauthenticate                       in go go ok go go go ok ok ok ok go go go go ok ok
GET  mfa_reauthenticate_webauthn              in go go go go go go go go go go go go go go go go
GET  mfa_authenticate                         in go go go go go go go go go go go go go go go go
GET  mfa_login_webauthn                       in go go go go go go go go go go go go go go go go
GET  accounts:tokens                          in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  accounts:make_token                      in go go go go go go go go go go go go go go go go
POST accounts:make_token                      in go go go go go go go go go go go go go go go go
GET  accounts:revoke_token own_token          in me me me me me me me me me me me me me me me me
POST accounts:revoke_token own_token          in nf nf nf go nf nf nf nf nf nf nf nf nf nf nf nf
# One's organisation
GET  accounts:team                            in go go go ok ok ok ok ok ok ok ok ok ok ok ok go
POST accounts:team             inviting       in go go go go go no no no no no no no no no no go
GET  accounts:register_organisation           in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  accounts:correct_organisation            in go go go go go go go go go go go go go go go go
GET  accounts:end_membership   colleague      in me me me me me me me me me me me me me me me me
POST accounts:end_membership   colleague      in go go go go nf nf nf nf nf nf nf nf nf nf nf go
GET  accounts:withdraw_invitation invitation  in me me me me me me me me me me me me me me me me
POST accounts:withdraw_invitation invitation  in go go go go nf nf nf nf nf nf nf nf nf nf nf go
GET  accounts:resend_invitation invitation    in me me me me me me me me me me me me me me me me
POST accounts:resend_invitation invitation    in go go go go nf nf nf nf nf nf nf nf nf nf nf go
GET  accounts:allow_inviting colleague        in me me me me me me me me me me me me me me me me
POST accounts:allow_inviting colleague        in go go go go nf nf nf nf nf nf nf nf nf nf nf go
GET  accounts:allow_assigning      colleague    in me me me me me me me me me me me me me me me me
POST accounts:allow_assigning      colleague    in go go go no nf nf nf nf nf nf nf nf nf nf nf go
GET  accounts:absences                          in no no no no no no ok no no no no no no no no no
POST accounts:absences                          in no no no no no no ok no no no no no no no no no
GET  accounts:end_absence          absence      me me me me me me me me me me me me me me me me me
POST accounts:end_absence          absence      in no no no no no no go no no no no no no no no no
GET  accounts:leave                           in go go go ok ok ok go ok ok ok ok ok ok ok ok go
POST accounts:leave                           in go go go go go go go go go go go go go go go go
GET  accounts:accept_invitation token         in ok nf nf nf nf nf nf nf nf nf nf nf nf nf nf nf
POST accounts:accept_invitation token         in go nf nf nf nf nf nf nf nf nf nf nf nf nf nf nf
GET  accounts:organisations_to_confirm        in no no no no no no ok no no no no no no no no no
GET  accounts:organisation_to_confirm unknown in no no no no no no ok no no no no no no no no no
POST accounts:organisation_to_confirm unknown in no no no no no no go no no no no no no no no no
# The applicant's pages
GET  applications:my_cases                    in no no no ok ok no no no no no no no no no no no
GET  applications:export_own_cases csv        me me me me me me me me me me me me me me me me me
POST applications:export_own_cases csv        in no no no ok ok no no no no no no no no no no no
POST applications:export_own_cases xlsx       in no no no ok ok no no no no no no no no no no no
GET  applications:start                       me me me me me me me me me me me me me me me me me
POST applications:start                       in no no no go go no no no no no no no no no no no
GET  applications:task_list       draft       in no no no ok nf no no no no no no no no no no no
GET  applications:discard         draft       in no no no ok nf no no no no no no no no no no no
POST applications:discard         draft       in no no no go nf no no no no no no no no no no no
GET  applications:subsidy         draft       in no no no ok nf no no no no no no no no no no no
GET  applications:documents       draft       in no no no ok nf no no no no no no no no no no no
POST applications:documents       draft       in no no no ok nf no no no no no no no no no no no
GET  applications:remove_document paper       me me me me me me me me me me me me me me me me me
POST applications:remove_document paper       in no no no go nf no no no no no no no no no no no
GET  applications:move_document   paper       me me me me me me me me me me me me me me me me me
POST applications:move_document   paper       in no no no go nf no no no no no no no no no no no
GET  applications:financing_preview draft     me me me me me me me me me me me me me me me me me
POST applications:financing_preview draft     in no no no ok nf no no no no no no no no no no no
GET  applications:check_answers   draft       in no no no ok nf no no no no no no no no no no no
GET  applications:submit          draft       me me me me me me me me me me me me me me me me me
POST applications:submit          draft       in no no no go nf no no no no no no no no no no no
GET  applications:section         section     in no no no ok nf no no no no no no no no no no no
POST applications:section         section     in no no no go nf no no no no no no no no no no no
GET  applications:autosave        section     me me me me me me me me me me me me me me me me me
POST applications:autosave        section     un no no no ok no no no no no no no no no no no no
GET  applications:settle          section     me me me me me me me me me me me me me me me me me
POST applications:settle          section     in no no no go nf no no no no no no no no no no no
GET  applications:kept            section     in no no no go nf no no no no no no no no no no no
GET  applications:paste_goods     draft       in no no no ok nf no no no no no no no no no no no
POST applications:paste_goods     draft       in no no no ok nf no no no no no no no no no no no
GET  applications:read_pasted     draft       me me me me me me me me me me me me me me me me me
POST applications:read_pasted     draft       in no no no ba nf no no no no no no no no no no no
GET  applications:goods_list                  in no no no ok ok no ok ok no no no no no no no no
GET  applications:goods_suggestions           in no no no ok ok no ok ok no no no no no no no no
GET  applications:copy            draft       in no no no ok nf no no no no no no no no no no no
GET  applications:copy            filed       in no no no ok nf no no no no no no no no no no no
POST applications:copy            copying     in no no no go nf no no no no no no no no no no no
GET  applications:print_draft     draft       in no no no ok nf no no no no no no no no no no no
GET  applications:draft_pdf       draft       in no no no ok nf no no no no no no no no no no no
GET  applications:print_filed     filed       in no no no ok nf no ok ok no no no no no no no no
GET  applications:print_filed     draft       in no no no nf nf no nf nf no no no no no no no no
GET  applications:filed_pdf       filed       in no no no ok nf no ok ok no no no no no no no no
GET  applications:task_list       filed       in no no no go nf no no no no no no no no no no no
GET  applications:case            filed       in no no no ok nf no no no no no no no no no no no
GET  applications:withdraw        filed       in no no no ok nf no no no no no no no no no no no
POST applications:withdraw        filed       in no no no go nf no no no no no no no no no no no
# A case's documents and letters
GET  applications:answer_hearing  heard       in no no no ok nf no no no no no no no no no no no
POST applications:answer_hearing  heard       in no no no go nf no no no no no no no no no no no
GET  applications:document        paper       in no no no ok nf no nf nf no no no no no no no no
GET  applications:document        filed_paper in no no no ok nf no ok ok no no no no no no no no
GET  applications:document        astray      in no no no nf nf no nf nf no no no no no no no no
GET  applications:differences     filed       in no no no ok nf no ok ok no no no no no no no no
GET  applications:differences     draft       in no no no nf nf no nf nf no no no no no no no no
GET  applications:scan_document   filed_paper me me me me me me me me me me me me me me me me me
POST applications:scan_document   paper       in no no no go nf no nf nf no no no no no no no no
POST applications:scan_document   filed_paper in no no no go nf no go go no no no no no no no no
POST applications:scan_document   astray      in no no no nf nf no nf nf no no no no no no no no
GET  applications:case_notice     letter      in no no no ok nf no ok ok no no no no no no no no
GET  applications:case_notice     mislaid     in no no no nf nf no nf nf no no no no no no no no
GET  applications:messages        filed       in no no no ok nf no ok ok no no no no no no no no
GET  applications:messages        draft       in no no no nf nf no nf nf no no no no no no no no
POST applications:messages        writing     in no no no go nf no go ok no no no no no no no no
GET  applications:notes           filed       in no no no no no no ok ok no no no no no no no no
GET  applications:notes           draft       in no no no no no no nf nf no no no no no no no no
POST applications:notes           writing     in no no no no no no go go no no no no no no no no
GET  applications:openings        filed       in no no no ok nf no ok ok no no no no no no no no
GET  applications:openings        draft       in no no no nf nf no nf nf no no no no no no no no
GET  applications:answer_remarks  returned    in no no no ok nf no no no no no no no no no no no
POST applications:answer_remarks  returned    in no no no go nf no no no no no no no no no no no
GET  applications:answer_remarks  filed       in no no no go nf no no no no no no no no no no no
GET  applications:history         filed       in no no no ok nf no ok ok no no no no no no no no
GET  applications:history         draft       in no no no nf nf no nf nf no no no no no no no no
GET  applications:archive         filed       me me me me me me me me me me me me me me me me me
POST applications:archive         filed       in no no no ok nf no ok ok no no no no no no no no
POST applications:archive         draft       in no no no nf nf no nf nf no no no no no no no no
# The officers' pages
GET  applications:refusal_settings            in no no no no no no ok ok no no no no no no no no
POST applications:refusal_settings setting    in no no no no no no no go no no no no no no no no
GET  applications:queue                       in no no no no no no ok ok no no no no no no no no
GET  applications:export_queue    csv         me me me me me me me me me me me me me me me me me
POST applications:export_queue    csv         in no no no no no no ok ok no no no no no no no no
POST applications:export_queue    xlsx        in no no no no no no ok ok no no no no no no no no
GET  applications:saved_views                 in no no no no no no ok ok no no no no no no no no
POST applications:saved_views     saving      in no no no no no no go go no no no no no no no no
GET  applications:saved_view      own_view    in no no no no no no ok nf no no no no no no no no
POST applications:saved_view      own_view    in no no no no no no go nf no no no no no no no no
GET  applications:open_with_view              me me me me me me me me me me me me me me me me me
POST applications:open_with_view  first_view  in no no no no no no go nf no no no no no no no no
GET  applications:export_organisations csv    me me me me me me me me me me me me me me me me me
POST applications:export_organisations csv    in no no no no no no ok no no no no no no no no no
POST applications:export_organisations xlsx   in no no no no no no ok no no no no no no no no no
GET  applications:list_exports                in no no no ok ok no ok ok no no no no no no no no
GET  applications:review          filed       in no no no no no no ok ok no no no no no no no no
GET  applications:review          draft       in no no no no no no nf nf no no no no no no no no
GET  applications:act             take        in no no no no no no go go no no no no no no no no
POST applications:act             take        in no no no no no no go no no no no no no no no no
POST applications:act             take_draft  in no no no no no no nf nf no no no no no no no no
POST applications:act             return      in no no no no no no go no no no no no no no no no
POST applications:act             conclude    in no no no no no no go no no no no no no no no no
POST applications:act             remit       in no no no no no no no go no no no no no no no no
POST applications:act             approve     in no no no no no no no go no no no no no no no no
POST applications:act             refuse      in no no no no no no no go no no no no no no no no
GET  applications:recheck         filed       me me me me me me me me me me me me me me me me me
POST applications:recheck         filed       in no no no no no no go go no no no no no no no no
POST applications:recheck         draft       in no no no no no no nf nf no no no no no no no no
POST applications:act             announce    in no no no no no no no go no no no no no no no no
POST applications:act             note_appeal in no no no no no no no go no no no no no no no no
POST applications:act             note_outcome in no no no no no no no go no no no no no no no no
POST applications:act           propose_reopening in no no no no no no no go no no no no no no no no
POST applications:act           reject_reopening in no no no no no no no go no no no no no no no no
POST applications:act             reopen      in no no no no no no no go no no no no no no no no
# Who reviews
POST applications:act              assign       in no no no no no no go no no no no no no no no no
POST applications:act              reassign     in no no no no no no go no no no no no no no no no
POST applications:act              release      in no no no no no no go no no no no no no no no no
GET  applications:workload                      in no no no no no no ok no no no no no no no no no
GET  applications:chosen                        in no no no no no no go go no no no no no no no no
GET  applications:assign_chosen                 me me me me me me me me me me me me me me me me me
POST applications:assign_chosen    chosen_one   in no no no no no no ok no no no no no no no no no
GET  applications:export_chosen    csv          me me me me me me me me me me me me me me me me me
POST applications:export_chosen    chosen_csv   in no no no no no no ok ok no no no no no no no no
GET  applications:hand_over        own_leaving  in no no no no no no ok no no no no no no no no no
POST applications:hand_over        own_leaving  in no no no no no no ok no no no no no no no no no
GET  applications:hand_over        officer      in no no no no no no no no no no no no no no no no
GET  applications:hand_over        officer_left in no no no no no no ok no no no no no no no no no
POST applications:hand_over        officer_left in no no no no no no go no no no no no no no no no
GET  applications:hand_over        elsewhere    in no no no no no no nf no no no no no no no no no
# Time limits and the calendar of them
GET  applications:time_limits                 in no no no no no no ok ok no no no no no no no no
POST applications:time_limits                 in no no no no no no no ok no no no no no no no no
GET  applications:calendar                    in no no no ok ok no ok ok no no no no no no no no
POST applications:calendar                    in no no no go go no go go no no no no no no no no
# How long what is kept, and what is due
GET  retention:desk  in no no no no no no no ok no no no no no no no ok
GET  retention:confirm due me me me me me me me me me me me me me me me me me
POST retention:confirm due in no no no no no no no go no no no no no no no no
GET  retention:due_file csv in no no no no no no no ok no no no no no no no ok
GET  retention:carry_out_request asked me me me me me me me me me me me me me me me me me
POST retention:carry_out_request asked in no no no no no no no go no no no no no no no go
GET  retention:periods  in no no no no no no no ok no no no no no no no ok
POST retention:periods keeping in no no no no no no no go no no no no no no no go
GET  retention:holds  in no no no no no no no ok no no no no no no no no
POST retention:holds holding in no no no no no no no go no no no no no no no no
GET  retention:lift_hold hold me me me me me me me me me me me me me me me me me
POST retention:lift_hold hold in no no no no no no no go no no no no no no no no
GET  retention:my_data  in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST retention:my_data  in go go go go go go go go go go go go go go go go
GET  retention:my_data_file  in ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  applications:proof filed in no no no ok nf no ok ok no no no no no no no no
# Rates and revisions
GET  programs:rate_entries                    in no no no no no no no no ok ok no no no no no no
POST programs:rate_entries                    in no no no no no no no no ok ok no no no no no no
GET  programs:correct_rate        rate        in no no no no no no no no ok ok no no no no no no
POST programs:correct_rate        rate        in no no no no no no no no ok ok no no no no no no
GET  programs:rate_upload                     in no no no no no no no no ok ok no no no no no no
POST programs:rate_upload                     in no no no no no no no no ok ok no no no no no no
GET  programs:rate_template       csv         in no no no no no no no no ok ok no no no no no no
GET  programs:rate_template       xlsx        in no no no no no no no no ok ok no no no no no no
GET  programs:rate_preview        own_table   in no no no no no no no no ok nf no no no no no no
POST programs:rate_preview        own_table   in no no no no no no no no go nf no no no no no no
GET  programs:rate_proposal       awaiting    in no no no no no no no no ok ok no no no no no no
GET  programs:proposed_file       from_file   in no no no no no no no no ok ok no no no no no no
GET  programs:proposed_file       awaiting    in no no no no no no no no nf nf no no no no no no
GET  programs:approve_rates       awaiting    in no no no no no no no no me me no no no no no no
POST programs:approve_rates       awaiting    in no no no no no no no no go go no no no no no no
GET  programs:reject_rates        awaiting    in no no no no no no no no me me no no no no no no
POST programs:reject_rates        awaiting    in no no no no no no no no ok ok no no no no no no
GET  programs:withdraw_rates      awaiting    in no no no no no no no no me me no no no no no no
POST programs:withdraw_rates      awaiting    in no no no no no no no no go go no no no no no no
GET  programs:revision_list                   in no no no no no no no no ok ok no no no no no no
GET  programs:draft_revision                  in no no no no no no no no me me no no no no no no
POST programs:draft_revision                  in no no no no no no no no go go no no no no no no
GET  programs:revision_detail     revision    in no no no no no no no no ok ok no no no no no no
GET  programs:edit_header         revision    in no no no no no no no no ok ok no no no no no no
POST programs:edit_header         revision    in no no no no no no no no ok ok no no no no no no
GET  programs:propose             revision    in no no no no no no no no me me no no no no no no
POST programs:propose             revision    in no no no no no no no no go go no no no no no no
GET  programs:approve             proposed    in no no no no no no no no me me no no no no no no
POST programs:approve             proposed    in no no no no no no no no go go no no no no no no
GET  programs:reject              proposed    in no no no no no no no no me me no no no no no no
POST programs:reject              proposed    in no no no no no no no no ok ok no no no no no no
GET  programs:withdraw            revision    in no no no no no no no no me me no no no no no no
POST programs:withdraw            revision    in no no no no no no no no go go no no no no no no
GET  programs:revision_rows       terms       in no no no no no no no no ok ok no no no no no no
GET  programs:add_row             terms       in no no no no no no no no ok go no no no no no no
POST programs:add_row             terms       in no no no no no no no no ok go no no no no no no
GET  programs:edit_table          terms       in no no no no no no no no ok go no no no no no no
POST programs:edit_table          terms       in no no no no no no no no ok go no no no no no no
GET  programs:edit_row            row         in no no no no no no no no ok go no no no no no no
POST programs:edit_row            row         in no no no no no no no no ok go no no no no no no
GET  programs:remove_row          row         in no no no no no no no no ok go no no no no no no
POST programs:remove_row          row         in no no no no no no no no go go no no no no no no
# Registers and figures
GET  prudential:reports                       in no no no no no no no no no no ok ok ok ok no no
GET  prudential:register_upload               in no no no no no no no no no no ok ok nf nf no no
POST prudential:register_upload               in no no no no no no no no no no ok ok nf nf no no
GET  prudential:register_template             in no no no no no no no no no no ok ok ok ok no no
GET  prudential:register          register    in no no no no no no no no no no ok nf nf nf ok no
GET  prudential:register          rejected    in no no no no no no no no no no ok nf nf nf nf no
GET  prudential:register_errors   rejected    in no no no no no no no no no no ok nf nf nf nf no
GET  prudential:register_original register    in no no no no no no no no no no ok nf nf nf ok no
GET  prudential:register_original rejected    in no no no no no no no no no no ok nf nf nf nf no
GET  prudential:register_loans    numerator   in no no no no no no no no no no ok nf nf nf ok no
GET  prudential:register_loans    denominator in no no no no no no no no no no ok nf nf nf ok no
GET  prudential:figures_enter                 in no no no no no no no no no no nf nf ok ok no no
POST prudential:figures_enter                 in no no no no no no no no no no nf nf ok ok no no
GET  prudential:figures           figures     in no no no no no no no no no no nf nf ok nf ok no
GET  prudential:supervision                   in no no no no no no no no no no no no no no ok no
GET  prudential:supervised        mfo         in no no no no no no no no no no no no no no ok no
GET  prudential:supervised        bank        in no no no no no no no no no no no no no no ok no
GET  prudential:supervised        exporter    in no no no no no no no no no no no no no no nf no
# Breaches and plans
GET  prudential:breach_list                   in no no no no no no no no no no no no no no ok no
GET  prudential:breach            breach      in no no no no no no no no no no ok nf nf nf ok no
GET  prudential:breach_notice     of_breach   in no no no no no no no no no no ok nf nf nf ok no
GET  prudential:breach_notice     of_another  in no no no no no no no no no no nf nf nf nf nf no
GET  prudential:plan              breach      in no no no no no no no no no no ok nf nf nf no no
POST prudential:plan              breach      in no no no no no no no no no no go nf nf nf no no
GET  prudential:breach_act        to_approve  in no no no no no no no no no no go nf nf nf go no
POST prudential:breach_act        to_approve  in no no no no no no no no no no no nf nf nf go no
POST prudential:breach_act        to_remark   in no no no no no no no no no no no nf nf nf ok no
POST prudential:breach_act        to_object   in no no no no no no no no no no ok nf nf nf no no
POST prudential:breach_act        to_notify   in no no no no no no no no no no go nf nf nf no no
"""

# The same for every visitor.
OPEN = """
GET  healthz                                        ok
GET  readyz                                         ok
GET  verify_short                         letter_code go
GET  calendar_feed                        calendar  ok
GET  calendar_feed                    lost_calendar nf
POST calendar_feed                        calendar  me
GET  set_language                                   go
POST set_language                                   go
GET  portal:demo                                    nf
POST portal:demo                                    nf
GET  account_inactive                               ok
GET  account_email                                  go
GET  mfa_list_webauthn                              go
GET  accounts:consent_text                          ok
GET  accounts:consent_file                          ok
GET  account_email_verification_sent                ok
GET  account_confirm_email                unknown_key ok
GET  account_reset_password                         ok
GET  account_reset_password_done                    ok
GET  account_reset_password_from_key      unknown_reset ok
GET  account_reset_password_from_key_done           ok
GET  programs:programme_list                        ok
GET  programs:programme_detail            programme ok
GET  programs:change_record                         ok
GET  programs:change_record_pdf                     ok
GET  programs:change_record_table       csv         ok
GET  programs:reference_rates                       ok
GET  programs:export_rates            csv           ok
GET  programs:export_rates            xlsx          ok
GET  programs:finder                                ok
GET  programs:compare                               ok
GET  programs:search                                ok
GET  programs:glossary                              ok
GET  programs:instrument_list                       ok
GET  programs:instrument_detail         instrument  ok
GET  programs:calculators                            ok
GET  programs:calculate_subsidy                     ok
GET  programs:calculate_schedule                    ok
GET  programs:calculate_effective_rate              ok
GET  programs:own_rows                  calculator  go
POST programs:own_rows                  calculator  ok
GET  programs:own_rows                  no_calculator nf
GET  programs:calculation_file          calculation go
GET  programs:calculation_file          no_calculation nf
GET  applications:what_is_checked                   ok
GET  norms:norm_list                                ok
GET  norms:norm                           norm      ok
GET  norms:norm                           no_norm   nf
GET  retention:how_long                             ok
GET  notices:verify                                 ok
POST notices:verify                                 me
GET  notices:verify_document              letter_code ok
POST notices:verify_document              letter_code ok
GET  notices:verify_document              wrong_code nf
GET  api_page                                       ok
GET  api_docs                                       ok
GET  api_schema                                     ok
# Only a token opens these, tests/api/test_token_matrix.py: being signed in does not.
GET  api_registers                                  un
POST api_registers                                  un
GET  api_register                         register  un
GET  api_register_errors                  rejected  un
GET  api_runs                                       un
GET  api_run                              run       un
GET  api_applications                               un
GET  api_application                      number    un
GET  api_application_findings             number    un
GET  api_application_timeline             number    un
"""

# Routes of the API without a name: what GET and what an empty POST brings, for everybody.
API = """
api/v1/                                         go go
api/v1/programmes                               ok me
api/v1/terms                                    ok me
api/v1/instruments                              ok me
api/v1/reference-rates                          ok me
api/v1/calculators/effective-rate               me ba
api/v1/calculators/schedule                     me ba
api/v1/calculators/subsidy                      me ba
api/v1/prudential/mfo/overdue-limit             me ba
api/v1/prudential/mfo/k1                        me ba
api/v1/prudential/mfo/k2                        me ba
api/v1/prudential/mfo/k3                        me ba
api/v1/prudential/mfo/debt-burden               me ba
api/v1/prudential/bank/nonresident-capitalisation me ba
api/v1/prudential/bank/offshore-classification  me ba
api/v1/prudential/bank/liquidity-groups         me ba
api/v1/prudential/bank/maturity-ladder          me ba
"""

# Django's administration, every address below it: the system administrator's alone.
ADMINISTRATION = """
                an nw xa xg ex e2 ln ag mi pr p2 mf m2 bk b2 su
anything        in no no no no no no no no no no no no no no no
"""
# What a system administrator must find there.
FOR_SYSTEM_ADMINISTRATORS = (
    "admin:index",
    "admin:accounts_user_changelist",
    "admin:accounts_organisation_changelist",
    "admin:accounts_membership_changelist",
    "admin:norms_calendarday_changelist",
    "admin:notices_outboxjob_changelist",
    "admin:programs_revision_changelist",
    "admin:applications_case_changelist",
)
