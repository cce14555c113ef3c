// What the operators' console adds to app.js: Flask-Admin's forms without jQuery, select2 and inline handlers.
import "./inline-forms.js";
import "./ajax-lookup.js";
