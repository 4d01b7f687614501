package dev.rollcall.directory;

/**
 * A provider's continuation token: AWS {@code NextToken}, Huawei {@code marker}. Opaque, and valid for the listing
 * that gave it alone.
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
