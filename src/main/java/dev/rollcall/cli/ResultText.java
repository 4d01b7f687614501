package dev.rollcall.cli;

import dev.rollcall.cli.text.Names;
import dev.rollcall.cli.text.SyncJson;
import dev.rollcall.cli.text.SyncText;
import dev.rollcall.sync.SyncResult;
import dev.rollcall.sync.SyncResultText;
import java.util.List;

/** What {@code sync} prints of a result, for its notice. */
public final class ResultText implements SyncResultText {
    @Override
    public String json(SyncResult result) {
        return SyncJson.of(result, ExitCodes.of(result));
    }

    @Override
    public List<String> lines(SyncResult result) {
        return SyncText.of(result, Names.CUT);
    }
}
