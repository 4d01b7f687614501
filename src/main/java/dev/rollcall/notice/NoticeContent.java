package dev.rollcall.notice;

import dev.rollcall.directory.SafeText;
import dev.rollcall.source.NoticeSettings.Kind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a notice tells.
 *
 * @param source the source's name
 * @param snapshot null for a run that failed before it had one
 * @param at when it happened
 * @param data the run's result, a JSON object
 * @param summary the same for people, line by line
 */
public record NoticeContent(
        String source, Kind kind, @Nullable Long snapshot, Instant at, String data, List<String> summary) {
    public NoticeContent {
        summary = summary.stream().map(SafeText::of).toList();
    }
}
