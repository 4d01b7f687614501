package dev.rollcall.notice;

import dev.rollcall.directory.RollcallException;
import dev.rollcall.directory.wire.Network;
import dev.rollcall.source.NoticeSettings;

/** Tries whether a webhook's host can be reached, without sending the webhook anything. */
public final class WebhookProbe {
    private final Network network;

    public WebhookProbe(Network network) {
        this.network = network;
    }

    /**
     * Asks the host for its root.
     *
     * @return what to say when it answers, whatever its answer
     * @throws RollcallException when it doesn't, or a file of the settings can't be read
     */
    public String reach(NoticeSettings settings) {
        try (Webhook webhook = new Webhook(settings, network)) {
            webhook.reach(DeliveryLimits.DEFAULT.attempt());
            return webhook.address() + " answers";
        }
    }
}
