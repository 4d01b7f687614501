package dev.rollcall.answer.export;

import dev.rollcall.answer.OutputFile;
import dev.rollcall.answer.PointInTime;
import dev.rollcall.answer.SourceAt;
import dev.rollcall.answer.format.FormulaCells;
import dev.rollcall.database.ProgramVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What some files are of, beside them: from where, as of when, and each file's hash. Written last. */
public final class Manifest {
    static final String NAME = "manifest.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Manifest() {}

    /** Writes it into the folder of an export. */
    static void write(Path folder, SourceAt source, @Nullable FormulaCells formulas, List<ExportedFile> files) {
        byte[] text = of(source, formulas, files).getBytes(StandardCharsets.UTF_8);
        OutputFile.write(folder.resolve(NAME), to -> to.write(text));
    }

    /**
     * Its text.
     *
     * @param formulas null unless the files are CSV
     */
    public static String of(SourceAt source, @Nullable FormulaCells formulas, List<ExportedFile> files) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("rollcall_version", ProgramVersion.current());
        fields.put("source", source.name());
        fields.put("provider", source.provider());
        fields.put("identity_store_id", source.identityStoreId());
        fields.put("as_of", PointInTime.format(source.at()));
        fields.put("snapshot_id", source.snapshotId());
        fields.put("link", source.link());
        fields.put("csv_formulas", formulas == null ? null : formulas.toString());
        fields.put("files", files);
        return JSON.writeValueAsString(fields) + "\n";
    }

    /**
     * What an earlier export into the same folder wrote.
     *
     * @param asOf what was published later is in none of its files
     */
    record Earlier(Instant asOf, Map<String, ExportedFile> files) {
        Earlier {
            files = Map.copyOf(files);
        }
    }

    /**
     * The earlier export into the same folder.
     *
     * @param formulas how texts must have been written, null unless the files are CSV
     * @return without files when there was none, or none that can be read, or one that wrote texts otherwise
     */
    static Earlier earlier(Path folder, SourceAt source, @Nullable FormulaCells formulas) {
        try {
            JsonNode manifest = JSON.readTree(Files.readString(folder.resolve(NAME)));
            boolean alike = manifest.path("source").asString("").equals(source.name())
                    && manifest.path("identity_store_id").asString("").equals(source.identityStoreId())
                    && manifest.path("csv_formulas").asString("").equals(formulas == null ? "" : formulas.toString());
            return alike
                    ? new Earlier(Instant.parse(manifest.path("as_of").asString("")), files(manifest))
                    : new Earlier(Instant.MIN, Map.of());
        } catch (IOException | JacksonException | DateTimeParseException e) {
            return new Earlier(Instant.MIN, Map.of());
        }
    }

    private static Map<String, ExportedFile> files(JsonNode manifest) {
        return StreamSupport.stream(manifest.path("files").spliterator(), false)
                .map(file -> new ExportedFile(
                        file.path("name").asString(""),
                        file.path("rows").asLong(0),
                        file.path("sha256").asString("")))
                .collect(Collectors.toMap(ExportedFile::name, Function.identity(), (one, other) -> other));
    }
}
