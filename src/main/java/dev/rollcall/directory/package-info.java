/**
 * The identity store as Rollcall sees it: records in one normal form, the {@linkplain
 * dev.rollcall.directory.Directory port} that reads them a page at a time, and the {@linkplain
 * dev.rollcall.directory.DirectoryException family of errors} it may fail with. Depends on no other package.
 *
 * <p>To add a provider:
 *
 * <ol>
 *   <li>a package {@code dev.rollcall.directory.NAME} with one public class that implements {@link
 *       dev.rollcall.directory.Provider}; no vendor type leaves that package;
 *   <li>one line in {@code dev.rollcall.cli.Providers};
 *   <li>its wire protocol in the sandbox and a subclass of {@code DirectoryContract} under {@code src/test}.
 * </ol>
 */
@NullMarked
package dev.rollcall.directory;

import org.jspecify.annotations.NullMarked;
