package org.seckill.badinput;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.seckill.testkit.http.ParsedResponse;
import org.seckill.testkit.http.ParsedResponse.Field;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every answer must be, whatever was asked. */
final class ResponseJudge {
    private static final Pattern INNER_LIFE = Pattern.compile(
            "\\b(org|java|javax|jakarta|com|tools|redis|sun)\\.[a-z][a-z0-9_]*\\.[A-Za-z]|[a-z](Exception|Error)\\b"
                    + "|\\bat [\\w.$]+\\(|\\b(Tomcat|Coyote|Catalina|Spring|Thymeleaf|Hikari|MariaDB|MySQL|Jedis)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern VERSION = Pattern.compile("[0-9]");

    private static final Set<String> ALWAYS =
            Set.of("X-Content-Type-Options", "Content-Security-Policy", "X-Frame-Options");

    private ResponseJudge() {}

    /** @return what is wrong with it, in words */
    static List<String> complaints(ParsedResponse answer) {
        List<String> wrong = new ArrayList<>();
        require(answer.status() < 500 || answer.status() == 503, "a fault", wrong);
        require(
                answer.status() != 503 || answer.header("Retry-After").isPresent(),
                "busy, and nobody told for how long",
                wrong);
        require(
                fields(answer, "Server")
                        .noneMatch(value -> VERSION.matcher(value).find()),
                "a version",
                wrong);
        require(fields(answer, "X-Powered-By").findAny().isEmpty(), "what it is made with", wrong);
        require(fields(answer, JunkText.HEADER).findAny().isEmpty(), "a header that the visitor wrote", wrong);
        // Of OPTIONS * no application hears, and Tomcat's answer to it is empty.
        if (!answer.body().isEmpty() || answer.header("Location").isPresent()) {
            ALWAYS.forEach(name -> require(answer.header(name).isPresent(), "no " + name, wrong));
        }
        if (!isFile(answer)) {
            bodyComplaints(answer, wrong);
        }
        return wrong;
    }

    private static void bodyComplaints(ParsedResponse answer, List<String> wrong) {
        String all = answer.fields() + "\n" + answer.text();
        require(!INNER_LIFE.matcher(all).find(), "its inner life", wrong);
        require(!all.contains(JunkText.PRODUCT), "an expression of the visitor's, executed", wrong);
        if (answer.type().startsWith("text/html")) {
            boolean written = Stream.of("<zq", "zq\"", "zq'").anyMatch(answer.text()::contains);
            require(!written, "a page that the visitor wrote", wrong);
        } else if (answer.type().startsWith("application/json")) {
            require(isEnvelope(answer), "no envelope", wrong);
        } else {
            require(
                    answer.status() < 400
                            || (answer.type().isEmpty() && answer.body().isEmpty()),
                    "neither page nor envelope",
                    wrong);
        }
    }

    private static boolean isEnvelope(ParsedResponse answer) {
        if (answer.body().isEmpty()) {
            // Of HEAD.
            return true;
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(answer.text());
            return Set.copyOf(json.propertyNames()).equals(Set.of("success", "data", "error"))
                    && json.get("success").asBoolean() == answer.status() < 400
                    && json.get("error").isNull() == answer.status() < 400;
        } catch (JacksonException e) {
            return false;
        }
    }

    // Scripts and pictures of ours, and the metrics: their own words are theirs to choose.
    private static boolean isFile(ParsedResponse answer) {
        return answer.status() < 300
                && Stream.of("text/css", "text/javascript", "image/", "text/plain", "multipart/byteranges")
                        .anyMatch(answer.type()::startsWith);
    }

    private static Stream<String> fields(ParsedResponse answer, String name) {
        return answer.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value);
    }

    private static void require(boolean right, String otherwise, List<String> wrong) {
        if (!right) {
            wrong.add(otherwise);
        }
    }
}
