package org.seckill.engine;

import com.mysql.cj.jdbc.Driver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/** Address and account of the embedded database. */
public final class MariaDbLogin {
    private final int port;
    private final String user;
    private final String password;

    public MariaDbLogin(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
    }

    int port() {
        return port;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    public String url() {
        return "jdbc:mysql://127.0.0.1:" + port + "/seckill";
    }

    public Connection connect() throws SQLException {
        Properties login = new Properties();
        login.put("user", user);
        login.put("password", password);
        login.put("connectTimeout", "2000");
        // Not DriverManager: in Maven's JVM it may have searched for drivers before this class loader existed.
        return Objects.requireNonNull(new Driver().connect(url(), login), "Connector/J knows its own address");
    }

    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            // Not ready yet: the caller tries again, and on a timeout reports the engine's log.
            return false;
        }
    }

    @Override
    public String toString() {
        return user + " at " + url();
    }
}
