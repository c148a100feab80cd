package org.seckill.purchase;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.seckill.buyer.Phone;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page "my purchases". The buyer is taken from the cookie only, so that a buyer sees no other's purchases. */
@Controller
class PurchasesController {
    private final PurchaseMapper purchases;
    private final DatabaseBulkhead database;

    PurchasesController(PurchaseMapper purchases, DatabaseBulkhead database) {
        this.purchases = purchases;
        this.database = database;
    }

    @GetMapping("/seckill/purchases")
    String list(Optional<Phone> buyer, Locale language, Model model) {
        model.addAttribute("phone", buyer.map(Phone::masked).orElse(null));
        model.addAttribute("purchases", buyer.map(phone -> of(phone, language)).orElseGet(List::of));
        return "purchase/purchases";
    }

    private List<PurchaseLine> of(Phone buyer, Locale language) {
        return database.call(() -> purchases.ofBuyer(buyer.digits(), language.getLanguage()));
    }
}
