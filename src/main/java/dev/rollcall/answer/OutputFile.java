package dev.rollcall.answer;

import dev.rollcall.directory.ConfigurationException;
import dev.rollcall.directory.SafeText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is written whole or not at all: one that is there stays until the new one takes its place in one step. */
public final class OutputFile {
    private static final Logger log = LoggerFactory.getLogger(OutputFile.class);

    private static final int BUFFER = 1 << 16;

    /** What goes into the file. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream to) throws IOException;
    }

    private OutputFile() {}

    /**
     * Writes a file beside its place, and moves it there once it is whole and on disk. Whatever is thrown, nothing is left
     * of it.
     *
     * @throws ConfigurationException when the file can't be written, with the reason: no such folder, no permission, no room
     */
    public static void write(Path file, Content content) {
        Path beside = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || Files.isDirectory(file)) {
                throw new ConfigurationException(SafeText.of(file.toString()) + ": is a folder, not a file");
            }
            // Not a temporary file: it would be for its owner's eyes alone, also where it lies in the end.
            beside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                content.write(out);
                out.flush();
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            beside = null;
        } catch (IOException e) {
            throw new ConfigurationException(
                    SafeText.of(file.toString()) + ": can't be written: " + SafeText.of(reason(e)), e);
        } finally {
            delete(beside);
        }
    }

    /** Why a file can't be written, in words; they may hold what the operating system says of it. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission to write there";
        }
        return String.valueOf(
                failure instanceof FileSystemException refused ? refused.getReason() : failure.getMessage());
    }

    private static void delete(@Nullable Path beside) {
        if (beside != null) {
            try {
                Files.deleteIfExists(beside);
            } catch (IOException e) {
                log.debug("can't delete {}", beside, e);
            }
        }
    }
}
