package dev.rollcall.sync.run;

import dev.rollcall.directory.Directory;
import dev.rollcall.directory.DirectoryException;
import dev.rollcall.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * A source to sync, its credentials at hand.
 *
 * @param directory null when nothing is to be requested, or the credentials were refused
 * @param refused why there is no directory although one is needed; null otherwise
 */
record OpenedSource(
        Source source,
        @Nullable Directory directory,
        @Nullable DirectoryException refused) implements AutoCloseable {
    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
