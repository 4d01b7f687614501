package dev.rollcall.store.staging;

import dev.rollcall.directory.GroupId;
import dev.rollcall.directory.Membership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group of the sample, with its members as staged. For one thread. */
public final class SampledGroup {
    private final int no;
    private final GroupId id;
    private final int reading;

    /** The membership's id of each member, whose type and id are the key. Of one member the row read last counts. */
    private final Map<List<String>, String> staged = new HashMap<>();

    SampledGroup(int no, GroupId id, int reading) {
        this.no = no;
        this.id = id;
        this.reading = reading;
    }

    public GroupId id() {
        return id;
    }

    int no() {
        return no;
    }

    int reading() {
        return reading;
    }

    void add(String memberType, String memberId, String membershipId) {
        staged.put(List.of(memberType, memberId), membershipId);
    }

    /** Whether these are the members as staged, each by the same membership. */
    public boolean isStagedAs(List<Membership> memberships) {
        StoredText text = new StoredText();
        Map<List<String>, String> found = new HashMap<>();
        for (Membership membership : memberships) {
            found.put(
                    List.of(
                            String.valueOf(text.of(membership.member().type())),
                            String.valueOf(text.of(membership.member().id()))),
                    String.valueOf(text.of(membership.membershipId())));
        }
        return found.equals(staged);
    }
}
