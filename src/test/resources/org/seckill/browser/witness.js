/**
 * Runs before any script of a page and writes down what a look from outside, a moment later, would miss. Times are
 * milliseconds since the epoch by the machine's clock, whatever clock the page is given.
 */
(() => {
    const time = Date.now;
    const seen = window.witness = { states: [], said: [], violations: [], shifts: [], hidden: [], time: () => time() };

    let last = null;
    function look() {
        const sale = document.querySelector('#sale[data-state]');
        const button = document.querySelector('#buy');
        const now = sale && button && `${sale.dataset.state}/${button.disabled}`;
        if (now && now !== last) {
            last = now;
            seen.states.push({ state: sale.dataset.state, pressable: !button.disabled, at: time() });
        }
    }

    let words = '';
    function listen() {
        const now = document.querySelector('#announcer')?.textContent ?? '';
        if (now !== words) {
            words = now;
            seen.said.push(now);
        }
    }
    new MutationObserver(() => {
        look();
        listen();
    }).observe(document, { subtree: true, childList: true, attributes: true });

    document.addEventListener('securitypolicyviolation', event =>
        seen.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
    document.addEventListener('visibilitychange', () => seen.hidden.push(document.hidden));

    const name = node => node?.nodeType === Node.TEXT_NODE ? `'${node.data}' in ${name(node.parentNode)}` : node?.nodeName ? `${node.nodeName.toLowerCase()}#${node.id}.${node.className}` : 'a node that is gone';
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) {
            if (!shift.hadRecentInput) {
                seen.shifts.push({ by: shift.value, what: shift.sources.map(source => name(source.node)) });
            }
        }
    }).observe({ type: 'layout-shift', buffered: true });
})();
