// What the operators' console adds to app.js: Flask-Admin's own behaviour without jQuery, select2 and inline handlers.
import "./filters.js";
import "./inline-forms.js";
import "./ajax-lookup.js";
