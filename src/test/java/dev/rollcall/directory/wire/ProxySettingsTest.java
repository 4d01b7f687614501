package dev.rollcall.directory.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.directory.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
    /** The variables, separated by blanks; the URL asked for; the proxy on the way, or direct. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTPS_PROXY=p:3128 | https://aws.example | p:3128",
                "HTTPS_PROXY=p:3128 | http://aws.example | direct",
                "HTTP_PROXY=p:3128 | http://aws.example | p:3128",
                "HTTP_PROXY=p:3128 | https://aws.example | direct",
                "ALL_PROXY=p:3128 | https://aws.example | p:3128",
                "ALL_PROXY=p:3128 | http://aws.example | p:3128",
                "ALL_PROXY=a:1 HTTPS_PROXY=s:2 | https://aws.example | s:2",
                "ALL_PROXY=a:1 HTTPS_PROXY=s:2 | http://aws.example | a:1",
                "HTTPS_PROXY=big:1 https_proxy=small:2 | https://aws.example | small:2",
                "HTTPS_PROXY=big:1 https_proxy= | https://aws.example | big:1",
                "HTTPS_PROXY= | https://aws.example | direct",
                "HTTPS_PROXY= ALL_PROXY=a:1 | https://aws.example | a:1",
                "http_proxy=h:1 all_proxy=a:2 | http://aws.example | h:1",
                "HTTPS_PROXY=http://p:3128 | https://aws.example | p:3128",
                "HTTPS_PROXY=HTTP://p.example:3128/ | https://aws.example | p.example:3128",
                "HTTPS_PROXY=10.0.0.1:8080 | https://aws.example:8443/x?y | 10.0.0.1:8080",
                "HTTPS_PROXY=http://[2001:db8::1]:3128 | https://aws.example | [2001:db8::1]:3128",
                "HTTPS_PROXY=user:pw@p:3128 | https://aws.example | p:3128",
                "HTTPS_PROXY=user:p@ss@p:3128 | https://aws.example | p:3128",
                "HTTPS_PROXY=p:3128 | ftp://aws.example | direct",
                "HTTPS_PROXY=p:3128 | https://localhost | direct",
                "HTTPS_PROXY=p:3128 | https://LOCALHOST:8443 | direct",
                "HTTPS_PROXY=p:3128 | https://store.localhost | direct",
                "HTTPS_PROXY=p:3128 | https://127.0.0.1:8443 | direct",
                "HTTPS_PROXY=p:3128 | https://127.8.9.10 | direct",
                "HTTPS_PROXY=p:3128 | https://[::1]:8443 | direct",
                "HTTP_PROXY=p:3128 | http://169.254.169.254 | direct",
                "HTTP_PROXY=p:3128 | http://[fe80::1]/ | direct",
                "HTTP_PROXY=p:3128 | http://notlocalhost | p:3128",
            })
    void schemeOfTheUrlChoosesTheProxy(String variables, URI target, String expected) {
        assertThat(way(variables, target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | aws.example | direct",
                "*,other | aws.example | p:1",
                "aws.example | aws.example | direct",
                "AWS.example | aws.EXAMPLE | direct",
                "aws.example | store.aws.example | direct",
                ".aws.example | store.aws.example | direct",
                ".aws.example | aws.example | direct",
                "aws.example | badaws.example | p:1",
                "*.aws.example | store.aws.example | p:1",
                "example. | aws.example | direct",
                "example | aws.example. | direct",
                "one, two ,aws.example | aws.example | direct",
                "one two aws.example | aws.example | direct",
                ",,aws.example,, | aws.example | direct",
                "ws.example | aws.example | p:1",
                "aws.example:443 | aws.example | direct",
                "aws.example:8443 | aws.example | p:1",
                "aws.example:8443 | aws.example:8443 | direct",
                "10.1.2.3 | 10.1.2.3 | direct",
                "10.1.2.3 | 10.1.2.33 | p:1",
                "2.3 | 10.1.2.3 | p:1",
                "10.0.0.0/8 | 10.1.2.3 | direct",
                "10.0.0.0/8 | 11.1.2.3 | p:1",
                "10.1.2.0/23 | 10.1.3.4 | direct",
                "10.1.2.0/23 | 10.1.4.4 | p:1",
                "10.1.2.3/32 | 10.1.2.3 | direct",
                "0.0.0.0/0 | 10.1.2.3 | direct",
                "10.0.0.0/33 | 10.1.2.3 | p:1",
                "10.0.0.0/8 | ten.example | p:1",
                "10.1.2.3:8443 | 10.1.2.3:8443 | direct",
                "[2001:db8::1] | [2001:db8::1] | direct",
                "2001:db8::1 | [2001:0DB8:0::1] | direct",
                "[2001:db8::1]:8443 | [2001:db8::1] | p:1",
                "[2001:db8::1]:8443 | [2001:db8::1]:8443 | direct",
                "2001:db8::/32 | [2001:db8:7::9] | direct",
                "2001:db8::/32 | [2001:db9::9] | p:1",
                "[2001:db8::]/32 | [2001:db8:7::9] | direct",
                "300.1.2.3/8 | 30.1.2.3 | p:1",
                "a/b/c:d: | aws.example | p:1",
            })
    void exceptionsAreReadAsCurlReadsThem(String exceptions, String host, String expected) {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", exceptions);
        assertThat(way(environment, URI.create("https://" + host))).isEqualTo(expected);
    }

    @Test
    void exceptionsInSmallLettersWin() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "aws.example", "no_proxy", "other.example");
        assertThat(way(environment, URI.create("https://aws.example"))).isEqualTo("p:1");
    }

    @Test
    void userAndPasswordArePercentDecoded() {
        ProxySettings proxies = settings("HTTPS_PROXY=http://d%C3%B6rte%40corp:a+b%3A%25c:d@P.example:3128");
        PasswordAuthentication login = Objects.requireNonNull(proxies.login("p.example", 3128));
        assertThat(login.getUserName()).isEqualTo("d\u00f6rte@corp");
        assertThat(login.getPassword()).isEqualTo("a+b:%c:d".toCharArray());
        assertThat(proxies.login("p.example", 3129)).isNull();
        assertThat(proxies.login("other.example", 3128)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@p:1", "user:@p:1"})
    void userMayHaveNoPassword(String proxy) {
        PasswordAuthentication login =
                Objects.requireNonNull(settings("ALL_PROXY=" + proxy).login("p", 1));
        assertThat(login.getUserName()).isEqualTo("user");
        assertThat(login.getPassword()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:SECRET@p:1, https",
        "socks5://user:SECRET@p:1, socks5",
        "socks5h://p:1, socks5h",
        "user:SECRET@p, port",
        "user:SECRET@p:0, port",
        "user:SECRET@p:99999, port",
        "http://p/, port",
        "user:SECRET@, names no proxy",
        "p:1/path/SECRET, names no proxy",
        "p q:1, names no proxy",
        "user:SECRET%zz@p:1, percent-encoded",
        "user:SECRET%@p:1, percent-encoded"
    })
    void otherProxiesAreRefusedByNameAndNeverQuoted(String value, String reason) {
        for (String variable : List.of("HTTPS_PROXY", "http_proxy", "ALL_PROXY")) {
            assertThatThrownBy(() -> settings(Map.of(variable, value)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(variable + ": ")
                    .hasMessageContaining(reason)
                    .hasMessageNotContaining("SECRET");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, b:SECRET2@p:3128, HTTP_PROXY, a:SECRET1@p:3128",
        "HTTPS_PROXY, a:SECRET2@p:3128, http_proxy, http://a:SECRET1@P:3128/",
        "HTTPS_PROXY, a:SECRET@p:3128, ALL_PROXY, SECRET:SECRET@p:3128"
    })
    void twoLoginsForOneProxyAreRefusedByNameAndNeverQuoted(
            String secure, String secureValue, String plain, String plainValue) {
        assertThatThrownBy(() -> settings(Map.of(secure, secureValue, plain, plainValue)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(secure + " and " + plain + ": ")
                .hasMessageNotContaining("SECRET");
    }

    @ParameterizedTest
    @CsvSource({
        "a:1@p:3128, http://a:%31@P:3128",
        "a:1@p:3128, p:3128",
        "p:3128, a:1@p:3128",
        "a:1@p:3128, b:2@p:3129",
        "a:1@p:3128, b:2@q:3128"
    })
    void loginsThatCanBeToldApartByTheirProxyAreTaken(String secure, String plain) {
        ProxySettings proxies = settings(Map.of("HTTPS_PROXY", secure, "HTTP_PROXY", plain));
        PasswordAuthentication login = Objects.requireNonNull(proxies.login("p", 3128));
        assertThat(login.getUserName()).isEqualTo("a");
        assertThat(login.getPassword()).isEqualTo("1".toCharArray());
    }

    /** Desktops set it for programs that know no better. */
    @Test
    void proxyForEverythingIsNotLookedAtWhereBothSchemesHaveTheirOwn() {
        assertThat(way("ALL_PROXY=socks5://p:1 HTTP_PROXY=h:1 HTTPS_PROXY=s:1", URI.create("https://aws.example")))
                .isEqualTo("s:1");
    }

    private static String way(String variables, URI target) {
        Map<String, String> environment = Arrays.stream(variables.split(" ", -1))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        return way(environment, target);
    }

    private static String way(Map<String, String> environment, URI target) {
        ProxySettings proxies = settings(environment);
        Proxy selected = proxies.select(target).get(0);
        ProxySettings.Server server = proxies.server(target);
        if (server == null) {
            assertThat(selected).isEqualTo(Proxy.NO_PROXY);
            return "direct";
        }
        assertThat(selected)
                .isEqualTo(
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(server.host(), server.port())));
        return server.toString();
    }

    private static ProxySettings settings(String variable) {
        int equals = variable.indexOf('=');
        return settings(Map.of(variable.substring(0, equals), variable.substring(equals + 1)));
    }

    private static ProxySettings settings(Map<String, String> environment) {
        return new Network(environment).proxies();
    }
}
