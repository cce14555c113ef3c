// What every page runs. Each module is one behaviour, listens on the document, and leaves the page working without it.
import "./popover.js";
import "./menu.js";
import "./role-menu.js";
import "./rights.js";
import "./dialog.js";
import "./selection.js";
import "./filter-form.js";
import "./theme.js";
import "./toast.js";
import "./password.js";
import "./copy.js";
import "./resend.js";
import "./submit.js";
import "./passkey.js";
import "./swaps.js";
