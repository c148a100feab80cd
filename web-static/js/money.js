/** Says money as the templates do. Amounts are whole minor units; they never become a fraction that is computed with. */

const language = document.documentElement.lang;

/**
 * @param currency ISO 4217
 * @param decimals how many of the minor unit's digits are decimals: the server knows. Browsers leave out those that
 *     people seldom write, and would say a hundredfold price.
 */
export function money(minor, currency, decimals) {
    const digits = String(minor).padStart(decimals + 1, '0');
    const whole = digits.slice(0, digits.length - decimals);
    const places = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    // A decimal in words, which the format reads as it is.
    return new Intl.NumberFormat(language, { style: 'currency', currency, ...places })
        .format(decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`);
}
