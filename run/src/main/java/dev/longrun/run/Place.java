package dev.longrun.run;

/**
 * Where something was written: {@code laptop.yaml:3:5}, or {@code --set model.width=6x}, which already names its path.
 *
 * @param text as an error line begins
 * @param named the path that the text names, or empty
 */
record Place(String text, String named) {

    static Place file(String label) {
        return new Place(label, "");
    }

    String line(String path, String message) {
        return text + ": " + (path.isEmpty() || path.equals(named) ? "" : path + ": ") + message;
    }
}
