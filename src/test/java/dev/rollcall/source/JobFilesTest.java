package dev.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
    @TempDir
    Path folder = Path.of("");

    private JobFiles jobs = new JobFiles(folder, KnownProvider.ALL);

    @BeforeEach
    void openFolder() {
        jobs = new JobFiles(folder, KnownProvider.ALL);
    }

    @Test
    void allJobFilesAreLoadedByName() throws IOException {
        write("emea.yaml", "d-0000000002");
        write("aws.yaml", "d-0000000001");
        write("aws.yaml.example", "d-0000000003");
        write("Notes.yaml", "d-0000000003");
        write("readme.md", "d-0000000003");

        assertThat(jobs.loadAll()).extracting(Source::name).containsExactly("aws", "emea");
    }

    @Test
    void someAreLoadedInTheOrderNamed() throws IOException {
        write("aws.yaml", "d-0000000001");
        write("emea.yaml", "d-0000000002");

        assertThat(jobs.load(List.of("emea", "aws", "emea")))
                .extracting(Source::name)
                .containsExactly("emea", "aws");
    }

    @Test
    void folderWithoutJobFilesIsAnError() {
        assertThatThrownBy(() -> jobs.loadAll())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder + ": no job file; expected at least one NAME.yaml in this folder");
    }

    @Test
    void missingFolderIsNamed() {
        JobFiles nowhere = new JobFiles(folder.resolve("nowhere"), KnownProvider.ALL);

        assertThatThrownBy(nowhere::loadAll)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(folder.resolve("nowhere") + ": no such folder");
        assertThatThrownBy(() -> nowhere.load("aws"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void missingJobFileNamesTheFolderAndNearNames() throws IOException {
        write("aws.yaml", "d-0000000001");
        write("huawei.yaml", "d-0000000002");

        assertThatThrownBy(() -> jobs.load("hauwei"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder.resolve("hauwei.yaml") + ": no such job file; did you mean huawei? the folder "
                        + folder + " describes aws, huawei");
    }

    @Test
    void nameThatIsNoneIsRefusedBeforeAnyFileIsTouched() {
        for (String name : List.of("", "../aws", "AWS", "-a", "a.b", "a".repeat(64), "a\u001b[31m")) {
            assertThatThrownBy(() -> jobs.load(name))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("source '")
                    .hasMessageNotContaining("\u001b");
        }
    }

    @Test
    void twoSourcesOfOneIdentityStoreAreRefused() throws IOException {
        write("aws.yaml", "d-0000000001");
        write("twin.yaml", "d-0000000001");

        assertThatThrownBy(() -> jobs.loadAll())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder.resolve("twin.yaml")
                        + ":2: identity-store-id: expected an identity store of its own, found that of "
                        + folder.resolve("aws.yaml"));
        assertThatThrownBy(() -> jobs.load(List.of("twin", "aws"))).isInstanceOf(ConfigurationException.class);
        assertThat(jobs.load("twin").name()).isEqualTo("twin");
    }

    @Test
    void sameIdWithTwoProvidersIsTwoIdentityStores() throws IOException {
        write("aws.yaml", "d-0000000001");
        Files.writeString(
                folder.resolve("huawei.yaml"),
                "provider: huawei\nidentity-store-id: d-0000000001\nregion: cn-north-4\n");

        assertThat(jobs.loadAll()).hasSize(2);
    }

    private void write(String file, String store) throws IOException {
        Files.writeString(folder.resolve(file), "provider: aws\nidentity-store-id: " + store + "\nregion: eu-west-1\n");
    }
}
