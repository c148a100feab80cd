/** The page belongs to one buyer: when that changes, the server writes it anew. */
import './shop.js';

document.addEventListener('buyer:changed', () => window.location.reload());
