package dev.rollcall.sandbox;

import dev.rollcall.directory.Group;
import dev.rollcall.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to all of a directory's listings in AWS's protocol, as bytes on the wire, one after the other in a file;
 * an index beside it says where each begins. A marker is the number of the page that it leads to.
 */
final class PageFile {
    private static final AwsDialect AWS = new AwsDialect(new AwsSignature(new AcceptedKeys(List.of(), new Faults())));
    private static final String REQUEST_ID = "5a4d0000-0000-4000-8000-000000000001";

    private final Path file;
    private final Path index;

    PageFile(Path file) {
        this.file = file;
        this.index = file.resolveSibling(file.getFileName() + ".index");
    }

    boolean isThere() {
        return Files.exists(file) && Files.exists(index);
    }

    /** Writes the whole directory; an older file is replaced when all is written. */
    void write(String store, SandboxDirectory directory, int pageSize) {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            try (OutputStream pages = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 20);
                    DataOutputStream entries =
                            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(index), 1 << 16))) {
                new Writing(store, directory, pageSize, pages, entries).write();
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PreparedStore open() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                DataInputStream entries = new DataInputStream(Files.newInputStream(index))) {
            // A private mapping: changes of the directory stay in this process.
            MappedByteBuffer pages = channel.map(MapMode.PRIVATE, 0, channel.size());
            byte[] all = entries.readAllBytes();
            return read(pages, new DataInputStream(new ByteArrayInputStream(all)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PreparedStore read(MappedByteBuffer pages, DataInputStream entries) throws IOException {
        Map<String, Integer> first = new HashMap<>();
        int[] ends = new int[16];
        int count = 0;
        while (entries.available() > 0) {
            String listing = entries.readUTF();
            if (!listing.isEmpty()) {
                first.put(listing, count);
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            ends[count++] = entries.readInt();
        }
        return new PreparedStore(pages, Arrays.copyOf(ends, count), first);
    }

    static byte[] onTheWire(ServerResponse answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Answer\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] start = head.append("Content-Length: ")
                .append(body.length)
                .append("\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    static byte[] refusal(RefusedRequest.Kind kind, String message) {
        return onTheWire(AWS.refuse(new RefusedRequest(kind, message), new Faults(), REQUEST_ID));
    }

    static String marker(int page) {
        return "%024d".formatted(page);
    }

    /** One writing of a file. */
    private static final class Writing {
        private final String store;
        private final SandboxDirectory directory;
        private final int pageSize;
        private final OutputStream pages;
        private final DataOutputStream entries;
        private int count;
        private int end;

        Writing(String store, SandboxDirectory directory, int pageSize, OutputStream pages, DataOutputStream entries) {
            this.store = store;
            this.directory = directory;
            this.pageSize = pageSize;
            this.pages = pages;
            this.entries = entries;
        }

        void write() throws IOException {
            listing(
                    PreparedStore.GROUPS,
                    directory::listGroups,
                    (rows, next) -> AWS.groups(store, rows, next, REQUEST_ID));
            listing(
                    PreparedStore.USERS,
                    directory::listUsers,
                    (rows, next) -> AWS.users(store, rows, next, REQUEST_ID));
            for (Group group : directory.groups()) {
                listing(
                        group.id().value(),
                        (after, limit) -> directory.listMemberships(group.id(), after, limit),
                        (rows, next) -> AWS.memberships(store, rows, next, REQUEST_ID));
            }
        }

        private <T> void listing(String name, Listing<T> listing, Rendering<T> rendering) throws IOException {
            long after = -1;
            boolean more = true;
            for (int page = 0; more; page++) {
                ListingSlice<T> slice = listing.after(after, pageSize);
                more = slice.more();
                after = slice.last();
                byte[] answer = onTheWire(rendering.render(slice.rows(), more ? marker(count + 1) : null));
                pages.write(answer);
                end = Math.addExact(end, answer.length);
                entries.writeUTF(page == 0 ? name : "");
                entries.writeInt(end);
                count++;
            }
        }
    }

    @FunctionalInterface
    private interface Listing<T> {
        ListingSlice<T> after(long position, int limit);
    }

    @FunctionalInterface
    private interface Rendering<T> {
        ServerResponse render(List<T> rows, @Nullable String next);
    }
}
