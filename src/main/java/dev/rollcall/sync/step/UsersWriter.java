package dev.rollcall.sync.step;

import dev.rollcall.directory.User;
import dev.rollcall.store.staging.ListingChunk;
import dev.rollcall.store.staging.UserStaging;
import dev.rollcall.sync.run.RunContext;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Stages users. */
final class UsersWriter implements ItemWriter<ListingChunk<User>> {
    private final RunContext run;
    private final UserStaging staging;

    UsersWriter(RunContext run, UserStaging staging) {
        this.run = run;
        this.staging = staging;
    }

    @Override
    public void write(Chunk<? extends ListingChunk<User>> chunk) {
        for (ListingChunk<User> users : chunk) {
            staging.stage(run.token(), users);
            run.progress().addUsers(users.items().size(), users.pages());
        }
    }
}
