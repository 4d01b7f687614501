package dev.rollcall;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads manifests into Kubernetes' own model, which must have every field of them. */
final class KubernetesManifest {
    static final Path FOLDER = Path.of("jobs", "kubernetes");

    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new ModelFieldsOnly())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private KubernetesManifest() {}

    /** Reads a file of {@link #FOLDER}. */
    static <T> T read(String file, Class<T> type) {
        try {
            return parse(Files.readString(FOLDER.resolve(file)), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one manifest.
     *
     * @throws IllegalArgumentException when it has a field that the model lacks, or one of another type
     */
    static <T> T parse(String yaml, Class<T> type) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<?, ?> manifest = new Yaml(new SafeConstructor(options)).load(yaml);
        return STRICT.convertValue(manifest, type);
    }

    /** The model keeps fields that it lacks as additional properties, so that clients can talk to newer servers. */
    private static final class ModelFieldsOnly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
