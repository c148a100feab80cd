/** Says money as the templates do. Amounts are whole minor units; they never become a fraction that is computed with. */

const language = document.documentElement.lang;

/** @param {string} currency ISO 4217 */
export function money(minor, currency) {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency });
    const places = format.resolvedOptions().maximumFractionDigits;
    const digits = String(minor).padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    // A decimal in words, which the format reads as it is.
    return format.format(places === 0 ? whole : `${whole}.${digits.slice(-places)}`);
}
