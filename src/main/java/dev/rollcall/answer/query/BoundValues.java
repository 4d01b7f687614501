package dev.rollcall.answer.query;

import dev.rollcall.answer.Coverage;
import dev.rollcall.answer.KnownSources;
import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.directory.ConfigurationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The values with which a query is asked: times in full, and within what is known. Four names of parameters mean the same
 * in every query: {@code source} is a source of the database, {@code as_of} a time at which it must be covered, {@code
 * from} (or {@code since}) and {@code to} a span that is cut to what is known of it.
 */
public final class BoundValues {
    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

    private final Map<String, String> texts;

    private BoundValues(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /**
     * Looks at what was given.
     *
     * @param given by name of parameter, each of its type; the default where one is missing
     * @param tell takes each time as it counts, and what a span was cut to
     * @throws ConfigurationException when a value is missing, the database doesn't know the source, or a time is after now
     * @throws NotCoveredException when nothing is known at the time, or of the whole span
     */
    public static BoundValues of(Query query, Map<String, String> given, ReadSession session, Consumer<String> tell) {
        Map<String, String> texts = new HashMap<>();
        Map<String, Instant> times = new HashMap<>();
        List<String> told = new ArrayList<>();
        for (QueryParameter parameter : query.head().parameters()) {
            String value = given.getOrDefault(parameter.name(), parameter.otherwise());
            if (value == null) {
                throw new ConfigurationException("query " + query.name() + " needs " + parameter.option());
            }
            texts.put(parameter.name(), value);
            if (parameter.type() == ParameterType.TIME) {
                Instant time = PointInTime.parse(value).resolve(session.now());
                told.add(parameter.option() + " " + PointInTime.format(time));
                times.put(parameter.name(), time);
            }
        }
        cover(query, texts, times, session, told);
        told.forEach(tell);
        times.forEach((name, time) -> texts.put(name, PointInTime.format(time)));
        return new BoundValues(texts);
    }

    String text(String name) {
        return Objects.requireNonNull(texts.get(name), name);
    }

    private static void cover(
            Query query,
            Map<String, String> texts,
            Map<String, Instant> times,
            ReadSession session,
            List<String> lines) {
        boolean ofSource = query.head().parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("source") && parameter.type() == ParameterType.TEXT);
        String source = texts.get("source");
        String first = times.containsKey("since") && !times.containsKey("from") ? "since" : "from";
        Instant from = times.getOrDefault(first, EVER);
        Instant to = times.getOrDefault("to", session.now());
        if (to.isBefore(from)) {
            throw new ConfigurationException("--" + first + " is after --to");
        }
        if (!ofSource || source == null) {
            return;
        }
        new KnownSources(session).named(List.of(source));
        Coverage coverage = new Coverage(session);
        if (times.containsKey("as_of")) {
            coverage.require(source, times.get("as_of"));
        }
        if (times.containsKey(first) || times.containsKey("to")) {
            Span asked = new Span(from, to);
            Span known = coverage.cut(source, asked);
            // What was not asked for is not cut.
            Span told = new Span(
                    times.containsKey(first) ? known.from() : asked.from(),
                    times.containsKey("to") ? known.to() : asked.to());
            lines.addAll(Coverage.cuts(source, first, asked, told));
            times.replace(first, known.from());
            times.replace("to", known.to());
        }
    }
}
