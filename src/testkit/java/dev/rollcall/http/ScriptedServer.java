package dev.rollcall.http;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A server on this host that gives the responses that a test scripts, and keeps the requests that it got. */
public final class ScriptedServer implements AutoCloseable {
    private final List<ServerRequest> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Function<ServerRequest, ServerResponse> script;

    /** @param script called by several threads at once */
    public ScriptedServer(Function<ServerRequest, ServerResponse> script) {
        this(0, script);
    }

    /** Takes the place of one that listened on this port; responds with 500 until a script is given. */
    public static ScriptedServer at(int port) {
        return new ScriptedServer(port, request -> new ServerResponse(500, ""));
    }

    private ScriptedServer(int port, Function<ServerRequest, ServerResponse> script) {
        this.script = script;
        this.server = HttpServer.start(port, this::respond);
    }

    /** Responds with 500 until a script is given. */
    public ScriptedServer() {
        this(request -> new ServerResponse(500, ""));
    }

    /** Speaks TLS, and responds with 500 until a script is given. */
    public ScriptedServer(SSLContext tls) {
        this.script = request -> new ServerResponse(500, "");
        this.server = HttpServer.start(tls, this::respond);
    }

    /** Gives these responses from now on, one after the other, and the last one ever after. */
    public void respond(ServerResponse... responses) {
        Deque<ServerResponse> left = new ArrayDeque<>(Arrays.asList(responses));
        script = request -> next(left);
    }

    /**
     * Gives what a function makes of each request from now on.
     *
     * @param responses called by several threads at once
     */
    public void respond(Function<ServerRequest, ServerResponse> responses) {
        script = responses;
    }

    private static ServerResponse next(Deque<ServerResponse> left) {
        synchronized (left) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        }
    }

    private ServerResponse respond(ServerRequest request) {
        requests.add(request);
        return script.apply(request);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** The requests, in the order of their arrival. */
    public List<ServerRequest> requests() {
        return List.copyOf(requests);
    }

    public ServerRequest lastRequest() {
        return requests.get(requests.size() - 1);
    }

    /** Cuts off all connections. */
    @Override
    public void close() {
        server.close();
    }
}
