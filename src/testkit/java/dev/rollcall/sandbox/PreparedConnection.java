package dev.rollcall.sandbox;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection that is kept alive; parses no more of a request than it takes to find the answer. */
final class PreparedConnection {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 16);

    PreparedConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * A received request.
     *
     * @param head in lower case
     */
    record Request(String head, String body) {}

    /** The bytes of an answer, and what to run when they are sent. */
    record Response(ByteBuffer bytes, Runnable sent) {}

    void serve(Function<Request, Response> handler) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        for (Request request = read(); request != null; request = read()) {
            Response response = handler.apply(request);
            write(response.bytes);
            response.sent.run();
        }
    }

    private @Nullable Request read() throws IOException {
        int headEnd = endOfHead(0);
        while (headEnd < 0) {
            int seen = input.position();
            if (channel.read(input) < 0) {
                return null;
            }
            headEnd = endOfHead(Math.max(0, seen - END_OF_HEAD.length));
        }
        String head = text(0, headEnd).toLowerCase(Locale.ROOT);
        if (head.contains("\r\nexpect: 100-continue")) {
            write(ByteBuffer.wrap(CONTINUE));
        }
        int end = headEnd + length(head);
        while (input.position() < end) {
            if (channel.read(input) < 0) {
                return null;
            }
        }
        String body = text(headEnd, end);
        input.flip().position(end);
        input.compact();
        return new Request(head, body);
    }

    private int endOfHead(int from) {
        for (int i = from; i <= input.position() - END_OF_HEAD.length; i++) {
            if (input.get(i) == '\r' && input.get(i + 1) == '\n' && input.get(i + 2) == '\r') {
                return i + END_OF_HEAD.length;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        return new String(input.array(), from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int length(String head) {
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return 0;
        }
        int from = at + "\r\ncontent-length:".length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
    }
}
