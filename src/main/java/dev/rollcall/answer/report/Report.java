package dev.rollcall.answer.report;

import dev.rollcall.answer.Coverage;
import dev.rollcall.answer.NotCoveredException;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.ReadSession;
import dev.rollcall.answer.Span;
import dev.rollcall.database.ProgramVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report of some sources: read whole before a byte of it is written. */
public final class Report {
    private final ReportPage page;
    private final List<String> notes;

    private Report(ReportPage page, List<String> notes) {
        this.page = page;
        this.notes = notes;
    }

    /** A source and the part of its history that is reported. */
    record Reported(ReportedSource source, Timeline.Part part) {}

    /**
     * Reads what a report of some sources holds.
     *
     * @param names the database knows them all
     * @param asked the report is bounded by it, or by what is known where that is less; from {@link PointInTime#LEAST} on
     *     it is all that is known
     * @throws NotCoveredException when nothing of that is known of one of them
     * @throws dev.rollcall.directory.ConfigurationException when the page would be too large to be of use
     */
    public static Report of(ReadSession session, List<String> names, Span asked) {
        Coverage coverage = new Coverage(session);
        Map<String, Span> known = new LinkedHashMap<>();
        for (String name : names) {
            if (asked.from().equals(PointInTime.LEAST)
                    && coverage.known(name, asked).isEmpty()) {
                coverage.require(name, asked.to());
            }
            known.put(name, coverage.cut(name, asked));
        }
        return read(session, known, asked, new ArrayList<>());
    }

    /**
     * The same, but for sources of which nothing is known then: they are left out, and noted.
     *
     * @throws NotCoveredException when none remains
     */
    public static Report ofKnown(ReadSession session, List<String> names, Span asked) {
        Coverage coverage = new Coverage(session);
        List<String> notes = new ArrayList<>();
        Map<String, Span> known = new LinkedHashMap<>();
        for (String name : names) {
            coverage.known(name, asked)
                    .ifPresentOrElse(
                            span -> known.put(name, span),
                            () -> notes.add("source " + name + " is left out: nothing is known of it then"));
        }
        if (known.isEmpty()) {
            throw new NotCoveredException("nothing is known of any source until " + PointInTime.format(asked.to()));
        }
        return read(session, known, asked, notes);
    }

    private static Report read(ReadSession session, Map<String, Span> known, Span asked, List<String> notes) {
        SourceReader reader = new SourceReader(session);
        List<Reported> reported = new ArrayList<>();
        known.forEach((name, span) -> {
            ReportedSource source = reader.source(name);
            reported.add(new Reported(source, reader.timeline(source).part(span.from(), asked.to())));
            if (asked.from().isAfter(PointInTime.LEAST)) {
                notes.addAll(Coverage.cuts(name, "from", asked, new Span(span.from(), asked.to())));
            }
        });
        SizeLimit limit = new SizeLimit(session.now());
        for (Reported one : reported) {
            limit.count(reader.ends(one.source(), one.part()));
        }
        limit.requireFewPeriods();
        List<byte[]> data = new ArrayList<>();
        List<Map<String, @Nullable Object>> summaries = new ArrayList<>();
        for (Reported one : reported) {
            SourceColumns columns = reader.read(one.source(), one.part());
            data.add(columns.compressed(head(one)));
            limit.encoded(columns.memberships());
            summaries.add(summary(one));
        }
        limit.requireSmall(data);
        return new Report(
                new ReportPage(
                        String.join(", ", known.keySet()), session.now(), ProgramVersion.current(), summaries, data),
                notes);
    }

    /** What the caller should tell the user: where the time asked about was cut to what is known, and what is left out. */
    public List<String> notes() {
        return notes;
    }

    /** Writes the page, in UTF-8. */
    public void writeTo(OutputStream out) throws IOException {
        page.writeTo(out);
    }

    private static Map<String, @Nullable Object> head(Reported reported) {
        Map<String, @Nullable Object> head = summary(reported);
        head.put("times", reported.part().axis().times());
        head.put("snapshots", reported.part().snapshots());
        return head;
    }

    /** What the page says of a source before its data is decoded. */
    private static Map<String, @Nullable Object> summary(Reported reported) {
        ReportedSource source = reported.source();
        Timeline.Part part = reported.part();
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("name", source.name());
        about.put("provider", source.provider());
        about.put("identity_store_id", source.identityStoreId());
        about.put("from", Microseconds.of(part.from()));
        about.put("to", Microseconds.of(part.to()));
        about.put("cut", part.isCut());
        about.put("pruned", part.isPruned());
        Timeline.Event last = part.last();
        about.put("retired", last.isRetirement());
        about.put("published_at", Microseconds.of(last.at()));
        for (String total : List.of("groups", "memberships", "users", "gaps", "read_to")) {
            about.put(total, last.snapshot().get(total));
        }
        return about;
    }
}
