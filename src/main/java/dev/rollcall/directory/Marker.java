package dev.rollcall.directory;

/**
 * A provider's continuation token: AWS {@code NextToken}, Huawei {@code marker}. Opaque, and valid only in the
 * listing that gave it.
 *
 * @param value not empty
 */
public record Marker(String value) {
    public Marker {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a marker is not empty; no marker is null");
        }
    }
}
