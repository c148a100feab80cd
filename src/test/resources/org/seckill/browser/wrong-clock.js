/** A device whose clock is OFFSET milliseconds ahead. What is parsed, compared and given stays as it is. */
(() => {
    const Right = Date;
    const now = () => Right.now() + OFFSET;
    const Wrong = new Proxy(Right, {
        construct: (target, given, made) =>
            Reflect.construct(target, given.length ? given : [now()], made === Wrong ? target : made),
        apply: () => new Right(now()).toString(),
        get: (target, name) => name === 'now' ? now : Reflect.get(target, name),
    });
    Right.prototype.constructor = Wrong;
    window.Date = Wrong;
    const origin = Object.getOwnPropertyDescriptor(Performance.prototype, 'timeOrigin').get;
    Object.defineProperty(Performance.prototype, 'timeOrigin', { get() { return origin.call(this) + OFFSET; } });
})();
