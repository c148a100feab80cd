/** What every page has. */
import './buyer.js';
import './pictures.js';
import './time.js';
// Not every page counts down; but what only some share becomes a file of its own, which is a request more.
import './countdown.js';
import './announce.js';
