package dev.rollcall.sync.run;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * A source whose credentials have been read. Closing it closes the directory.
 *
 * @param directory null when the run sends no request, or the credentials were refused
 * @param refusal why the credentials were refused; null when they were not
 */
record OpenedSource(
        Source source,
        @Nullable Directory directory,
        @Nullable DirectoryException refusal) implements AutoCloseable {
    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
