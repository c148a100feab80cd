package org.seckill.buyer;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.Envelope;
import org.seckill.http.Reply;
import org.seckill.web.OwnCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Login by phone number, logout, and the logged-in buyer. The login is a signed cookie. */
@RestController
class BuyerController implements Endpoints {
    private final PhoneRule rule;
    private final Region region;
    private final Buyers buyers;
    private final BuyerTag tag;

    /**
     * The logged-in buyer, for pages.
     *
     * @param phone masked
     * @param buyer the tag, for the header {@value BuyerTag#HEADER}
     */
    record Me(String phone, String buyer) {}

    BuyerController(PhoneRule rule, Region region, Buyers buyers, BuyerTag tag) {
        this.rule = rule;
        this.region = region;
        this.buyers = buyers;
        this.tag = tag;
    }

    @PostMapping("/seckill/login")
    ResponseEntity<Envelope<Me>> login(@RequestParam(defaultValue = "") String phone, HttpServletRequest request) {
        Phone buyer = rule.read(phone).orElseThrow(() -> new BadPhone(region));
        return answer(buyers.issue(buyer), Buyers.LIFETIME, request, me(buyer));
    }

    @PostMapping("/seckill/logout")
    ResponseEntity<Envelope<Me>> logout(HttpServletRequest request) {
        return answer("", Duration.ZERO, request, null);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.of(
                "/seckill/me",
                Set.of("GET"),
                (call, variables) -> CompletableFuture.completedFuture(
                        Reply.json(Envelope.of(buyers.of(call).map(this::me).orElse(null))))));
    }

    private Me me(Phone buyer) {
        return new Me(buyer.masked(), tag.of(buyer));
    }

    private static ResponseEntity<Envelope<Me>> answer(
            String value, Duration lifetime, HttpServletRequest request, @Nullable Me me) {
        ResponseCookie killPhone = OwnCookie.of(Buyers.NAME, value, lifetime, request);
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, killPhone.toString())
                .body(Envelope.of(me));
    }
}
