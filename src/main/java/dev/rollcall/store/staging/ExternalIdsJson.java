package dev.rollcall.store.staging;

import dev.rollcall.directory.ExternalId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** External ids in their canonical form: a JSON array of {issuer, id}, without duplicates, sorted bytewise. */
final class ExternalIdsJson {
    private static final Comparator<@Nullable String> BYTEWISE = Comparator.nullsFirst(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));

    private ExternalIdsJson() {}

    static String canonical(List<ExternalId> ids, StoredText text) {
        StringBuilder json = new StringBuilder("[");
        ids.stream()
                .map(id -> new ExternalId(text.of(id.issuer()), String.valueOf(text.of(id.id()))))
                .distinct()
                .sorted(Comparator.comparing(ExternalId::issuer, BYTEWISE).thenComparing(ExternalId::id, BYTEWISE))
                .forEach(id -> {
                    json.append(json.length() > 1 ? ", " : "").append("{\"issuer\": ");
                    append(json, id.issuer());
                    json.append(", \"id\": ");
                    append(json, id.id());
                    json.append('}');
                });
        return json.append(']').toString();
    }

    private static void append(StringBuilder json, @Nullable String value) {
        if (value == null) {
            json.append("null");
        } else {
            json.append('"')
                    .append(JsonStringEncoder.getInstance().quoteAsCharArray(value))
                    .append('"');
        }
    }
}
