package dev.rollcall.answer.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A source's history as columns. It takes groups and people with their periods first, in any order, then {@link
 * #sort}; then memberships, group by group in that order, and gaps.
 */
final class SourceColumns {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final GroupColumns groups;
    private final PersonColumns people;
    private final MembershipColumns memberships;
    private final GapColumns gaps;

    SourceColumns(TimeAxis axis) {
        this.groups = new GroupColumns(axis);
        this.people = new PersonColumns(axis);
        this.memberships = new MembershipColumns(axis, groups.keys(), people.keys());
        this.gaps = new GapColumns(axis, groups.keys());
    }

    GroupColumns groups() {
        return groups;
    }

    PersonColumns people() {
        return people;
    }

    /** Puts groups and people in order. */
    void sort() {
        groups.sort();
        people.sort();
    }

    /** The numbers of the groups in that order. */
    int[] groupOrder() {
        return groups.keys().numbersInOrder();
    }

    MembershipColumns memberships() {
        return memberships;
    }

    GapColumns gaps() {
        return gaps;
    }

    /**
     * All of it, compressed.
     *
     * @param about what the head says of the source, besides what is said here
     */
    byte[] compressed(Map<String, ? extends @Nullable Object> about) {
        memberships.finish();
        Map<String, EncodedColumn> columns = new LinkedHashMap<>();
        groups.encode(columns);
        people.encode(columns);
        memberships.encode(columns);
        gaps.encode(columns);
        Map<String, @Nullable Object> head = new LinkedHashMap<>(about);
        head.put("types", people.types());
        head.put("reasons", gaps.reasons());
        head.put("columns", new ArrayList<>(columns.keySet()));
        EncodedColumn text = new EncodedColumn();
        text.addRaw(JSON.writeValueAsBytes(head));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new BestCompression(bytes)) {
            text.writeTo(out);
            for (EncodedColumn column : columns.values()) {
                column.writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Slower, and some percent smaller: the page is made once and kept. */
    private static final class BestCompression extends GZIPOutputStream {
        private static final int BUFFER = 1 << 16;

        BestCompression(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
