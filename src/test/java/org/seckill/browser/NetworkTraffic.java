package org.seckill.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What went over the network for a page; what the page carries in itself, or had already got, did not.
 *
 * @param bytes heads and bodies as they came, compressed
 */
record NetworkTraffic(List<String> requests, long bytes) {
    /** Everything since the tab was opened, until nothing has come for so long. */
    static NetworkTraffic untilQuietFor(Duration silence, BrowserTab tab) {
        Map<String, String> requests = new LinkedHashMap<>();
        List<Long> sizes = new ArrayList<>();
        long[] last = {System.nanoTime()};
        tab.waitFor("never quiet", () -> {
            for (LogEntry entry : tab.logs(LogType.PERFORMANCE)) {
                JsonNode event =
                        JsonMapper.shared().readTree(entry.getMessage()).get("message");
                JsonNode parameters = event.get("params");
                switch (event.get("method").asString()) {
                    case "Network.requestWillBeSent" -> {
                        String url = parameters.at("/request/url").asString();
                        if (!url.startsWith("data:")) {
                            requests.put(
                                    parameters.get("requestId").asString(),
                                    parameters.at("/request/method").asString() + ' ' + url);
                        }
                        last[0] = System.nanoTime();
                    }
                    case "Network.requestServedFromCache" ->
                        requests.remove(parameters.get("requestId").asString());
                    case "Network.responseReceived" -> {
                        if (parameters.at("/response/fromDiskCache").asBoolean()) {
                            requests.remove(parameters.get("requestId").asString());
                        }
                    }
                    case "Network.loadingFinished" -> {
                        sizes.add(parameters.get("encodedDataLength").asLong());
                        last[0] = System.nanoTime();
                    }
                    default -> {}
                }
            }
            return !requests.isEmpty() && System.nanoTime() - last[0] > silence.toNanos();
        });
        return new NetworkTraffic(
                List.copyOf(requests.values()),
                sizes.stream().mapToLong(Long::longValue).sum());
    }
}
