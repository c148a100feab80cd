/** The list. */
import './shop.js';
