package dev.rollcall.notice;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notice as a message of Slack's webhooks. Where {@code &}, {@code <} and {@code >} are escaped, no name in it can
 * mention a channel or a person, or hide a link.
 */
final class SlackMessage {
    /** In characters, escapes included: Slack cuts off what is longer, perhaps within an escape. */
    static final int LONGEST = 3_000;

    private static final String CUT = "…";
    private static final JsonMapper JSON = JsonMapper.shared();

    private SlackMessage() {}

    /** @param summary for people, line by line */
    static String of(String summary) {
        return JSON.writeValueAsString(Map.of("text", text(summary)));
    }

    private static String text(String summary) {
        StringBuilder text = new StringBuilder();
        int cutAt = 0;
        for (int i = 0; i < summary.length(); i += Character.charCount(summary.codePointAt(i))) {
            text.append(escaped(summary.codePointAt(i)));
            if (text.length() > LONGEST) {
                return text.substring(0, cutAt) + CUT;
            }
            if (text.length() <= LONGEST - CUT.length()) {
                cutAt = text.length();
            }
        }
        return text.toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(c);
        };
    }
}
