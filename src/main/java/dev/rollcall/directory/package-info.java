/**
 * The identity store as Rollcall sees it: records in one normal form, the {@linkplain
 * dev.rollcall.directory.Directory port} that reads them a page at a time, and the {@linkplain
 * dev.rollcall.directory.DirectoryException family of errors} it may fail with. Depends on no other package.
 *
 * <p>An adapter is a package {@code directory.NAME} of four or five classes: {@code NameProvider}, its one public class,
 * {@code NameDirectory}, {@code NameRecords}, {@code NameErrors} and {@code NameCredentials}. What all adapters share is
 * in {@code directory.wire}. {@code .github/CONTRIBUTING.md} tells step by step how a provider is added.
 */
@NullMarked
package dev.rollcall.directory;

import org.jspecify.annotations.NullMarked;
