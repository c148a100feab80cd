/** What every page has. */
import './buyer.js';
import './time.js';
