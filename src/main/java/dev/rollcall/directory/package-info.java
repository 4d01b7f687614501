/**
 * The identity store as Rollcall sees it: records in one normal form, the {@linkplain
 * dev.rollcall.directory.Directory port} that reads them a page at a time, and the {@linkplain
 * dev.rollcall.directory.DirectoryException family of errors} it may fail with. Depends on no other package.
 *
 * <p>To add a provider, with {@code Name} for its name:
 *
 * <ol>
 *   <li>A package {@code dev.rollcall.directory.name}, which no vendor's type leaves, with a {@code package-info} and
 *       <ul>
 *         <li>{@code NameProvider}, the one public class: a {@link dev.rollcall.directory.Provider} that checks the
 *             settings, resolves the credentials and opens a directory;
 *         <li>{@code NameDirectory}: the port, one request a call, without the SDK's own retries;
 *         <li>{@code NameRecords}: the provider's JSON as our records, read strictly by {@code JsonObject};
 *         <li>{@code NameErrors}: every refusal and failure as a {@link dev.rollcall.directory.DirectoryException};
 *         <li>{@code NameCredentials}: where keys come from, and how they are renewed while a run lasts;
 *       </ul>
 *       what all adapters share is in {@code dev.rollcall.directory.wire}.
 *   <li>One line in {@code dev.rollcall.cli.Providers}.
 *   <li>Tests beside it: {@code NameDirectoryContractTest}, which runs {@code DirectoryContract} against the sandbox; a
 *       dialect of the sandbox for it; {@code NameProviderTest}, {@code NameDirectoryTest}, {@code NameRecordsTest}, {@code NameErrorsTest} and
 *       {@code NameCredentialsTest} against scripted responses; and {@code NameFuzzTest} with its seeds.
 *   <li>The adapter's rule in {@code ArchitectureTest}, and the provider in the README.
 * </ol>
 */
@NullMarked
package dev.rollcall.directory;

import org.jspecify.annotations.NullMarked;
