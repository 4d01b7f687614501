package dev.rollcall.postgres;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that refuses every password; the servers of the tests accept any. */
public final class RefusingServer implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final ServerSocket server;

    /** A client that went, or the end of the test. */
    @SuppressWarnings("UnusedVariable")
    private volatile @Nullable IOException lastFailure;

    private RefusingServer(ServerSocket server) {
        this.server = server;
    }

    public static RefusingServer start() {
        try {
            RefusingServer database = new RefusingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(database::serve, "refusing-database");
            thread.setDaemon(true);
            thread.start();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "jdbc:postgresql://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort()
                + "/rollcall";
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                refuse(socket);
            } catch (IOException e) {
                lastFailure = e;
            }
        }
    }

    private static void refuse(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        int code = in.readInt();
        while (code == SSL_REQUEST || code == GSS_REQUEST) {
            socket.getOutputStream().write('N');
            length = in.readInt();
            code = in.readInt();
        }
        in.readFully(new byte[length - 8]);
        byte[] fields = "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"rollcall\"\0\0"
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer answer = ByteBuffer.allocate(5 + fields.length);
        answer.put((byte) 'E').putInt(4 + fields.length).put(fields);
        socket.getOutputStream().write(answer.array());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
