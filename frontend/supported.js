// First thing in the body, before it is painted: GOV.UK Frontend hides what only its scripts open.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
