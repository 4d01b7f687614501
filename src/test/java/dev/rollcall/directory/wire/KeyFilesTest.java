package dev.rollcall.directory.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.directory.DirectoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("ak"), "AKID\r\n");
        Files.writeString(folder.resolve("sk"), "secret\n");
    }

    @Test
    void filesAreReadLessOneLineBreak() throws IOException {
        Files.writeString(folder.resolve("token"), "token\n\n");
        KeyFiles files = new KeyFiles(folder.resolve("ak"), folder.resolve("sk"), folder.resolve("token"));

        assertThat(files.read()).isEqualTo(new KeyFiles.Content("AKID", "secret", "token\n"));
    }

    @Test
    void unchangedFilesGiveTheSameInstanceAndReplacedOnesAnother() throws IOException {
        KeyFiles files = longLived();
        KeyFiles.Content first = files.read();
        assertThat(files.read()).isSameAs(first);
        Files.writeString(folder.resolve("ak"), "AKI2\n");

        assertThat(files.read()).isEqualTo(new KeyFiles.Content("AKI2", "secret", null));
    }

    @Test
    void missingFileIsNamedByItsSetting() throws IOException {
        Files.delete(folder.resolve("sk"));

        assertThatThrownBy(longLived()::read)
                .isInstanceOf(CredentialsException.class)
                .hasMessage("credentials: secret-key-file: " + folder.resolve("sk")
                        + " can't be read (NoSuchFileException)");
    }

    @Test
    void fileThatIsAwayForAMomentMayComeBackAndOneThatStaysAwayDoesNot() throws IOException {
        AtomicLong nanos = new AtomicLong();
        KeyFiles files =
                new KeyFiles(folder.resolve("ak"), folder.resolve("sk"), null, new FileReplacement(nanos::get));
        KeyFiles.Content first = files.read();
        Files.writeString(folder.resolve("sk"), "");

        assertThat(whileReading(files)).isInstanceOf(DirectoryException.Unavailable.class);
        nanos.addAndGet(FileReplacement.LONGEST.toNanos());
        assertThat(whileReading(files)).isInstanceOf(DirectoryException.Denied.class);
        Files.writeString(folder.resolve("sk"), "secret\n");
        assertThat(files.read()).isEqualTo(first);
    }

    private static DirectoryException whileReading(KeyFiles files) {
        return catchThrowableOfType(CredentialsException.class, files::read)
                .whileReading(new ApiRequest("ListGroups", null, null));
    }

    @Test
    void emptyFileIsNamedByItsSetting() throws IOException {
        Files.writeString(folder.resolve("ak"), " \n");

        assertThatThrownBy(longLived()::read)
                .isInstanceOf(CredentialsException.class)
                .hasMessage("credentials: access-key-file: " + folder.resolve("ak") + " is empty");
    }

    @Test
    void textsHoldNoSecret() {
        KeyFiles files = longLived();

        assertThat(files.toString() + files.read()).doesNotContain("AKID", "secret");
    }

    private KeyFiles longLived() {
        return new KeyFiles(folder.resolve("ak"), folder.resolve("sk"), null);
    }
}
