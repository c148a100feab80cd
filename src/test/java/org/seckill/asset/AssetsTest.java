package org.seckill.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AssetsTest {
    private static final String MANIFEST = """
            {"inputs": {}, "outputs": {
              "out/js/detail-AAAAAAAA.js": {"entryPoint": "js/detail.js", "bytes": 1, "inputs": {"js/detail.js": {}}, "imports": [
                {"path": "out/js/chunk-BBBBBBBB.js", "kind": "import-statement"},
                {"path": "out/js/chunk-DDDDDDDD.js", "kind": "dynamic-import"}]},
              "out/js/chunk-BBBBBBBB.js": {"inputs": {"js/shop.js": {}}, "imports": [
                {"path": "out/js/chunk-CCCCCCCC.js", "kind": "import-statement"}]},
              "out/js/chunk-CCCCCCCC.js": {"inputs": {"js/api.js": {}}, "imports": [
                {"path": "out/js/chunk-BBBBBBBB.js", "kind": "import-statement"}]},
              "out/js/chunk-DDDDDDDD.js": {"inputs": {"js/late.js": {}}, "imports": []},
              "out/js/detail-AAAAAAAA.js.map": {"inputs": {}, "imports": []},
              "out/css/shop-EEEEEEEE.css": {"entryPoint": "css/shop.css", "inputs": {"css/shop.css": {}}, "imports": [
                {"path": "out/img/sale/phone-FFFFFFFF.svg", "kind": "url-token"},
                {"path": "data:image/svg+xml,", "kind": "url-token", "external": true}]},
              "out/img/sale/phone-FFFFFFFF.svg": {"inputs": {"img/sale/phone.svg": {}}, "imports": []}}}
            """;

    private final Assets assets = new Assets(stream(MANIFEST));

    @Test
    void whatWasBuiltHasTheAddressThatTheBuildGaveIt() {
        assertThat(assets.address("js/detail.js")).isEqualTo("/static/built/js/detail-AAAAAAAA.js");
        assertThat(assets.address("css/shop.css")).isEqualTo("/static/built/css/shop-EEEEEEEE.css");
        assertThat(assets.address("img/sale/phone.svg")).isEqualTo("/static/built/img/sale/phone-FFFFFFFF.svg");
    }

    @Test
    void aPictureThatCameAfterTheBuildKeepsItsName() {
        assertThat(assets.address("img/sale/new.png")).isEqualTo("/static/img/sale/new.png");
        assertThat(assets.address("img/手机 #1?.png")).isEqualTo("/static/img/%E6%89%8B%E6%9C%BA%20%231%3F.png");
    }

    @Test
    void aScriptsPreloadsAreAllThatItWillSurelyImportEachOnce() {
        assertThat(assets.preloads("js/detail.js"))
                .containsExactly("/static/built/js/chunk-BBBBBBBB.js", "/static/built/js/chunk-CCCCCCCC.js");
        assertThat(assets.preloads("css/shop.css")).isEmpty();
        assertThat(assets.preloads("js/unknown.js")).isEmpty();
    }

    @Test
    void withoutTheBuildThereIsNoStart() {
        assertThatThrownBy(() -> new Assets(null))
                .hasMessage("the static files are not built: /static/built/manifest.json is missing");
        assertThatThrownBy(() -> new Assets(stream("{\"outputs\":")))
                .hasMessageStartingWith("/static/built/manifest.json cannot be read: ");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
