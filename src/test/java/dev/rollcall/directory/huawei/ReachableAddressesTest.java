package dev.rollcall.directory.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.http.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class ReachableAddressesTest {
    /** Nothing listens at the first address, on the server's port. */
    @Test
    void nextAttemptTakesAnotherAddress() throws IOException {
        List<InetAddress> found = List.of(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 9}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ReachableAddresses addresses = new ReachableAddresses(host -> found);
        OkHttpClient client = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .dns(addresses)
                .eventListener(addresses)
                .build();
        try (ScriptedServer server = new ScriptedServer()) {
            Request request = new Request.Builder()
                    .url("http://store.test:" + server.endpoint().getPort())
                    .build();
            assertThat(addresses.lookup("store.test")).isEqualTo(found);
            assertThatThrownBy(() -> client.newCall(request).execute()).isInstanceOf(ConnectException.class);
            assertThat(addresses.lookup("store.test")).containsExactly(found.get(1), found.get(0));
            try (Response response = client.newCall(request).execute()) {
                assertThat(response.code()).isEqualTo(500);
            }
        }
    }
}
