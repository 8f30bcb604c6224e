// In the head, before the first paint: GOV.UK Frontend hides what only its scripts can open.
document.documentElement.className += " js-enabled";
document.addEventListener("DOMContentLoaded", function () {
  document.body.className += " js-enabled" +
    ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
});
