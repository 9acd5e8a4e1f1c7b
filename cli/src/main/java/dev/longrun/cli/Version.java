package dev.longrun.cli;

import picocli.CommandLine.IVersionProvider;

/** What --version says. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"longrun " + (version == null ? "unpackaged" : version) + " on JDK " + Runtime.version()};
    }
}
